internal import PythonValues

/// Times and amounts as the published code has them: in a float64.
enum PublishedFigures {
    /// Seconds since 1970.
    static func seconds(milliseconds: Int) -> PythonFloat {
        PythonFloat(Double(milliseconds) / 1_000)
    }

    /// Coins of so many thousandths.
    static func coins(millis: Int) -> PythonFloat { PythonFloat(Double(millis) / 1_000) }

    static func coins(_ coins: Int) -> PythonNumber { .float(PythonFloat(Double(coins))) }
}
