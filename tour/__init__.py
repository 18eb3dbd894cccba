"""The tour: the real windows of the real program, driven by keys as a clerk would, with a picture of each screen.

It fails loudly: after every step it is asked whether what must hold does hold.
"""
