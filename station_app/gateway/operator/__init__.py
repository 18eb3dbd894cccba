"""The operator's pages in the browser: plain HTML behind a password, nothing from elsewhere, no scripts."""
