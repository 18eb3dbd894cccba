"""The roads for batches: sealing, the network, the stick. No widgets, no SQL."""
