internal import PythonValues

/// The simulation's time as published nodes read it: seconds as a float64.
enum PublishedTime {
    /// The simulation's time 0, seconds since 1970.
    private static let baseSeconds = 1_800_000_000.0

    static func seconds(atMilliseconds milliseconds: Int) -> PythonFloat {
        PythonFloat(baseSeconds + Double(milliseconds) / 1_000)
    }

    static func number(atMilliseconds milliseconds: Int) -> PythonNumber {
        .float(seconds(atMilliseconds: milliseconds))
    }
}
