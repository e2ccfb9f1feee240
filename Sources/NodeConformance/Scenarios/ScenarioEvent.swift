internal import PythonValues

/// An event of a record.
struct ScenarioEvent {
    enum Kind {
        case start(
            node: String, command: [String], variables: [(name: String, text: String)])
        case message(Message)
        case printed(node: String, line: String)
        case exit(node: String, code: Int)
        case stop(node: String)
        case note
    }

    struct Message {
        let from: String
        let to: String
        let request: [UInt8]
        /// The chain in the request's body; nil where there is none.
        let chain: [PythonValue]?
        /// Nil where the connection was refused or broken.
        let response: [UInt8]?

        var isPush: Bool { request.starts(with: "POST ".utf8) }
        var isStatus: Bool { request.starts(with: "GET /status ".utf8) }
    }

    /// The place in the record, from 1 on.
    let number: Int
    let milliseconds: Int
    let kind: Kind
}
