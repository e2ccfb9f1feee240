internal import PythonValues

/// Numbers of the files' stubs.
enum VectorNumbers {
    static let half = PythonFloat(0.5)
}
