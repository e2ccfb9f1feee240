internal import PythonValues
internal import Trials

extension Refusal {
    /// The refusal of bytes that made the published code raise an error of Python that it does not
    /// catch.
    static func death(_ error: PythonError) -> Refusal {
        Refusal(index: nil, by: GatewayGuards.verifierCrash, message: error.description)
    }

    /// Whether a published gateway dies of the bytes.
    var isDeath: Bool { by == GatewayGuards.verifierCrash }
}
