/// The room's first file; replaced by the first type.
