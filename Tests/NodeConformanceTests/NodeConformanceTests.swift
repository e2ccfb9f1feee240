// The room has no type yet.
