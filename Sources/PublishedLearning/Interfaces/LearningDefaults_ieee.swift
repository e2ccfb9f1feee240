internal import PythonValues

/// Defaults of a node's requests.
enum LearningDefaults {
    static let gas = PythonFloat(0.1)
}
