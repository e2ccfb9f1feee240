/// The suite's first file; replaced by the first test.
