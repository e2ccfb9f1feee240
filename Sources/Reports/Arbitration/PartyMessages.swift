/// The messages of a party, from its standard error, for a terminal.
package enum PartyMessages {
    private static let lineCountMax = 20
    private static let lineLengthMax = 400

    /// "left: glyphlab: …", a line for each of the last that it said; what cannot be seen is
    /// U+FFFD. Empty where it said nothing.
    ///
    /// - Parameter bytes: the party's output, unchecked.
    package static func text(_ bytes: [UInt8], party: String) -> String {
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        return lines.suffix(lineCountMax).map { line in
            let shown = ReportText.shown(String(decoding: line, as: UTF8.self))
            return "\(party): \(ReportText.cut(shown, scalarCountMax: lineLengthMax))\n"
        }.joined()
    }
}
