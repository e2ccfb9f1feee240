package import PythonValues

/// The published rule for addresses of Ethereum.
package enum EthereumAddress {
    /// Whether the text begins with `0x`, has 42 code points, and Python reads the rest as an
    /// integer to base 16: a sign, underscores and white space pass.
    package static func isAllowed(_ text: PythonText) -> Bool {
        let points = text.codePoints
        guard points.count == 42, points.starts(with: PythonText("0x").codePoints) else {
            return false
        }
        return (try? PythonText(codePoints: Array(points.dropFirst(2))).hexadecimalInteger()) != nil
    }
}
