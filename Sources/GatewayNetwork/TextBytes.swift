extension String {
    /// Whether both texts have the same bytes: `==` takes texts for equal that only look alike.
    func isSame(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }

    /// The text's bytes, as the key of a table that must not take two texts for one.
    var bytes: [UInt8] { Array(utf8) }
}
