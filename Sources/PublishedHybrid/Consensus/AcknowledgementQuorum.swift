/// How many votes a block needs. **Source:** page, section 1.
package enum AcknowledgementQuorum {
    /// Half of the committee, rounded up, and 1 at least.
    package static func ordinary(memberCount: Int) -> Int {
        // Go's int wraps at the top.
        memberCount <= 1 ? 1 : (memberCount &+ 1) / 2
    }

    /// The same with a node's own `AI_QUORUM`, which takes its place wherever Go reads a number,
    /// negative ones and zero too.
    package static func required(memberCount: Int, setting: String) -> Int {
        let bytes = Array(setting.utf8)
        if !bytes.isEmpty, bytes != Array("auto".utf8), let number = number(bytes) {
            return number
        }
        return ordinary(memberCount: memberCount)
    }

    /// `strconv.Atoi`: a sign or none, decimal digits of ASCII, 64 bits; nil for anything else.
    package static func number(_ text: [UInt8]) -> Int? {
        var digits = text[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        guard !digits.isEmpty else { return nil }
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let value = Int(digit - UInt8(ascii: "0"))
            let (tens, isOver) = number.multipliedReportingOverflow(by: 10)
            guard !isOver else { return nil }
            // Negative numbers are counted downwards: there is one more of them.
            let (next, isBeyond) =
                isNegative
                ? tens.subtractingReportingOverflow(value) : tens.addingReportingOverflow(value)
            guard !isBeyond else { return nil }
            number = next
        }
        return number
    }
}
