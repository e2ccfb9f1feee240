internal import Platform
package import PythonValues

/// Readings of a clock as the published code has them: seconds since 1970.
package enum ClockReading {
    /// `time.time()`.
    package static var now: PythonFloat {
        PythonFloat(Double(WallClock.microseconds) / 1_000_000)
    }

    package static func seconds(milliseconds: Int) -> PythonFloat {
        PythonFloat(Double(milliseconds) / 1_000)
    }

    /// Whole seconds for people; nil for what is no time of the years 1970 to 9999.
    package static func wholeSeconds(_ seconds: PythonFloat) -> Int? {
        guard (0..<253_402_300_800).contains(seconds.value) else { return nil }
        return Int(seconds.value)
    }
}
