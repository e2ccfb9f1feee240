/// Hexadecimal as Go's `encoding/hex` and `strconv` have it.
enum GoHexadecimal {
    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The bytes up to the first pair that is no hexadecimal, and whether that is all of the text.
    static func decoded(_ text: ArraySlice<UInt8>) -> (bytes: [UInt8], isWhole: Bool) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        var rest = text
        while rest.count >= 2, let high = digit(rest[rest.startIndex]),
            let low = digit(rest[rest.startIndex + 1])
        {
            bytes.append(high << 4 | low)
            rest = rest.dropFirst(2)
        }
        return (bytes, rest.isEmpty)
    }

    /// `strconv.ParseUint(text, 16, 64)` with its error dropped: 0 for what is no number, the
    /// largest number as soon as the digits exceed it, whatever comes behind them.
    static func number(_ text: ArraySlice<UInt8>) -> UInt64 {
        var number: UInt64 = 0
        for byte in text {
            guard let digit = digit(byte) else { return 0 }
            guard number < 1 << 60 else { return .max }
            number = number << 4 | UInt64(digit)
        }
        return number
    }
}
