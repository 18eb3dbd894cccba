"""The reference provincial gateway: it knows the published contract and nothing of the desk."""
