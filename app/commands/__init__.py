"""The commands of ``tocsin``, one file each."""
