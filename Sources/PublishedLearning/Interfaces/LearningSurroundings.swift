package import BigInt
package import PythonValues

/// The world outside a published node: chance, its model and the host's clock. Time comes with each
/// request.
package protocol LearningSurroundings: AnyObject {
    /// A random UUID of version 4, such as `8ea494f8-93ee-464a-b427-eb02bc69341a`.
    func uniqueID() -> String

    /// The model's text, which may begin with the prompt.
    ///
    /// - Parameter tokenCountMax: as the request has it: of any size, negative too.
    /// **Throws:** ``PythonError`` where the model fails.
    func generatedText(
        prompt: PythonText, tokenCountMax: BigInt
    ) throws(PythonError) -> PythonText

    /// Whole seconds of a clock that only goes on while the host runs.
    func hostSeconds() -> BigInt

    /// The model's state, an object: epoch, hashes and metrics.
    func modelState() -> PythonValue
}
