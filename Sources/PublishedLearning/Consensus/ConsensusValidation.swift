package import PythonValues

/// A `TrainingValidation` in the engine's table.
package struct ConsensusValidation: Sendable {
    package let validatorID: PythonValue
    package let targetNodeID: PythonValue
    package let isValid: PythonValue
    package let computationVerification: PythonValue
    package let signature: PythonValue
    package let timestamp: PythonValue

    package init(
        validatorID: PythonValue, targetNodeID: PythonValue, isValid: PythonValue,
        computationVerification: PythonValue, signature: PythonValue, timestamp: PythonValue
    ) {
        self.validatorID = validatorID
        self.targetNodeID = targetNodeID
        self.isValid = isValid
        self.computationVerification = computationVerification
        self.signature = signature
        self.timestamp = timestamp
    }
}
