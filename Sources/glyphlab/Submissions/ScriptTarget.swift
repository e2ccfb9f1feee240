import Encodings
import ExternalNodes
import GlyphChainTrials
import Platform
import Scenarios
import Submissions
import Trials

/// The systems that scripts attack: the embedded ones, or a node behind an adapter.
struct ScriptTarget {
    /// The target of evidence on embedded systems.
    static let embedded = "embedded"

    let systems: [any ScriptedTrials]
    /// As evidence has it: ``embedded``, or the node's name and version and the digest of the
    /// adapter's files.
    let name: String
    /// The command that starts an adapter; nil for embedded systems.
    let adapter: String?

    /// **Throws:** ``Failure`` where the adapter does not start or does not keep to its protocol.
    init(adapter: String?, model: TrialModel) throws {
        self.adapter = adapter
        guard let adapter else {
            (systems, name) = (ScriptSystems.all(model: model), Self.embedded)
            return
        }
        do {
            let command = try AdapterCommand(adapter)
            let external = try ExternalTrials(command.connector)
            (systems, name) = ([external], "\(external.nodeName) sha256:\(command.digest)")
        } catch let fault as AdapterFault {
            throw Failure(outcome: .badInput, message: "\(adapter): \(fault)")
        }
    }

    /// **Throws:** ``Failure`` where evidence on another target is to be recomputed by this one.
    func expect(_ other: String, of bundle: String) throws {
        guard other != name else { return }
        let isEmbedded = other == Self.embedded
        throw Failure(
            outcome: isEmbedded ? .usage : .badInput,
            message: "\(bundle): expected "
                + (isEmbedded
                    ? "evidence that needs --adapter, got evidence on an embedded system"
                    : "the adapter that it was judged with (--adapter), "
                        + "\(JSONValue.quoted(other, scalarCountMax: 200)), got "
                        + (adapter == nil
                            ? "none" : JSONValue.quoted(name, scalarCountMax: 200)))
        )
    }
}
