"""What residents can do, one file a thing."""
