internal import PythonValues

/// Time as the published code has it: seconds since 1970 in a float64.
enum PublishedSeconds {
    static func seconds(milliseconds: Int) -> PythonFloat {
        PythonFloat(Double(milliseconds) / 1_000)
    }

    /// The milliseconds next to so many seconds; nil for what is no time of this millennium.
    static func milliseconds(_ seconds: PythonFloat) -> Int? {
        let milliseconds = (seconds.value * 1_000).rounded()
        return abs(milliseconds) < 1e15 ? Int(milliseconds) : nil
    }

    /// As Python writes them.
    static func text(milliseconds: Int) -> String { seconds(milliseconds: milliseconds).text }
}
