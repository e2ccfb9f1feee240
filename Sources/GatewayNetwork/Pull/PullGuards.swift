package import Trials

/// The checks of a pull.
extension GatewayGuards {
    package static let pullRange = Guard("pull_range")
    package static let pullHead = Guard("pull_head")

    /// The guards of a pull, in the order in which it meets them.
    package static let pulls = [
        size, json, canonical, fields, unknownField, textType, numberType, pullRange, network,
        pullHead,
    ]
}
