"""Where posts come from: one file a source, all behind one Protocol."""
