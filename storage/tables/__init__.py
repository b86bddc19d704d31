"""Tables as row classes; they stay inside the storage room."""
