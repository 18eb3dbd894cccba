"""What a person does at the desk: one function per act, one transaction per act."""
