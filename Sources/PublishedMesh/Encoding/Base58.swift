package import PythonValues

/// Base58 with Bitcoin's alphabet. **Source:** page, section 1; `base58` of Python.
package enum Base58 {
    private static let alphabet = Array(
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    /// The length of text that is read: a longer one would take long, and none of the mesh is.
    private static let characterCountMax = 4096

    package static func text(of bytes: [UInt8]) -> String {
        let zeros = bytes.prefix { $0 == 0 }
        let digits = converted(bytes.dropFirst(zeros.count), from: 256, to: 58)
        return String(
            decoding: zeros.map { _ in alphabet[0] } + digits.map { alphabet[Int($0)] },
            as: UTF8.self)
    }

    /// The bytes of a text; white space behind it is passed over.
    ///
    /// **Throws:** ``PythonError/value(_:)`` for characters that are no digits.
    package static func bytes(of text: String) throws(PythonError) -> [UInt8] {
        // The sign before it keeps the white space that stands there.
        let characters = PythonText("1" + text).stripped().codePoints.dropFirst()
        guard characters.count <= characterCountMax else { throw .value("the text is too long") }
        var digits: [UInt8] = []
        for character in characters {
            guard let digit = alphabet.firstIndex(where: { UInt32($0) == character }) else {
                throw .value("Invalid character")
            }
            digits.append(UInt8(digit))
        }
        let zeros = digits.prefix { $0 == 0 }
        return Array(zeros) + converted(digits.dropFirst(zeros.count), from: 58, to: 256)
    }

    /// The digits of a number in another base, highest first, without zeros in front.
    private static func converted(
        _ digits: ArraySlice<UInt8>, from base: Int, to target: Int
    ) -> [UInt8] {
        var result: [UInt8] = []  // lowest first
        for digit in digits {
            var carry = Int(digit)
            for place in result.indices {
                carry += Int(result[place]) * base
                result[place] = UInt8(carry % target)
                carry /= target
            }
            while carry > 0 {
                result.append(UInt8(carry % target))
                carry /= target
            }
        }
        return result.reversed()
    }
}
