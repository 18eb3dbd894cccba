"""The workstation of a deputy liaison station (人大代表联络站)."""

__version__ = "0.1.0"
