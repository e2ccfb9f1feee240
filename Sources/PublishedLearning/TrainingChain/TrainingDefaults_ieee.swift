internal import BigInt
internal import PythonValues

/// The floats that the published training chain writes of itself.
enum TrainingDefaults {
    static let zero = PythonValue.real(0)
    static let infinity = PythonValue.real(.infinity)
    static let one = PythonValue.real(1)

    /// The metrics of a block that a stray file becomes, in the order of the class.
    static let rebuiltMetrics: [(name: String, value: PythonValue)] = [
        ("learning_rate", .real(0.0001)), ("batch_count", .integer(100)),
        ("consciousness_level", .real(0.5)), ("reasoning_quality", .real(0.5)),
        ("quantum_coherence", .real(50)), ("consciousness_growth", .real(0.01)),
        ("knowledge_accumulation", .integer(1)),
        ("expert_utilization", .dictionary(PythonDictionary())),
    ]

    static let rebuiltValidity = PythonValue.real(0.8)
}
