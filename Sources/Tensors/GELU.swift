extension IntegerMatrix {
    /// GELU of every element (Q16).
    ///
    /// **Source:** protocol v4, section 3.
    public func geluActivated() -> IntegerMatrix {
        IntegerMatrix(rows: rows, columns: columns, elements: elements.map(FixedPoint.gelu))
    }
}
