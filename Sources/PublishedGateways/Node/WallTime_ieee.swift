internal import BigInt
package import PythonValues

/// The time between two readings of a clock, as the published node measures it.
package enum WallTime {
    /// `int((end - start) * 1000)`: milliseconds of seconds, towards zero.
    ///
    /// **Throws:** ``PythonError`` where a reading is not finite.
    package static func milliseconds(
        from start: PythonFloat, to end: PythonFloat
    ) throws(PythonError) -> PythonValue {
        .integer(try PythonFloat((end.value - start.value) * 1000).truncated())
    }
}
