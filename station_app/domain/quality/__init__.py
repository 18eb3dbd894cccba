"""The mechanical checks before a suggestion is submitted: what is wrong, how much it weighs, and where in the text."""
