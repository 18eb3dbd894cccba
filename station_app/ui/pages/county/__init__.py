"""The county's desk: its workbench, its lists of matters, promises, silent stations."""
