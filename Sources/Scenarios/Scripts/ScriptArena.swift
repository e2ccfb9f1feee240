package import Cryptography
package import Encodings
package import Trials

/// The arena of a trial whose steps a script asks for.
///
/// An error of a step that follows from the script's own wish is a ``StepFault`` or a `Refusal`;
/// any other is a fault of the laboratory.
package protocol ScriptArena<Operation, Oracle, Question>: TrialArena {
    associatedtype Question: StepOperation

    /// A node's head and the digest of its state, as its own answers have them.
    func standing(at node: Int) -> (head: String, stateDigest: Digest)
    /// Facts of the trial for the script: the honest actors' public keys or addresses, and the
    /// private keys that the script was granted (``TrialSetup/allowance``), each with its public
    /// side.
    func challenge() throws -> [JSONMember]
    /// Why a script may not ask for a step now; nil where it may. Honest actors do no more than
    /// they can: a payment beyond their coins, say, would be refused by a sound system, too.
    func obstacle(to operation: Operation, at node: Int) throws -> String?
    /// Sends bytes of the script's to a node, as a message of the attacker.
    ///
    /// - Parameter name: of the bytes, for the record.
    func submit(
        _ bytes: [UInt8], as name: String, to surface: Surface, from source: Source, at node: Int
    ) throws -> Reply
    /// The byte strings of an artefact that a step made.
    ///
    /// **Throws:** ``StepFault`` for a name that nothing was kept under.
    func parts(of artefact: String) throws -> [[UInt8]]
    /// Answers a question about a node. It changes nothing: neither the system nor the record.
    ///
    /// **Throws:** ``StepFault`` where there is no such thing.
    func answer(_ question: Question, at node: Int) throws -> JSONValue
}
