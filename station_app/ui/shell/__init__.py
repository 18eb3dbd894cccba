"""The one window, and which pages it holds."""
