"""The domain: posts in, decisions out. No I/O, no clock, no logging; time is an argument."""
