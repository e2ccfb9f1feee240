internal import PythonValues

/// Times as the published code has them: in a float64.
enum PublishedMeshTimes {
    /// Seconds since 1970.
    static func seconds(milliseconds: Int) -> PythonFloat {
        PythonFloat(Double(milliseconds) / 1_000)
    }

    static let never = PythonFloat(.infinity)
    static let commitDeadline = PythonNumber.float(PythonFloat(0.5))
    static let revealDeadline = PythonNumber.float(PythonFloat(0.6))
    static let heartbeatSeconds = PythonNumber.float(PythonFloat(6 * 300 * 1.1))
    static let commitSeconds = PythonNumber.float(PythonFloat(3600))
}
