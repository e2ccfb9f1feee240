import ArgumentParser

/// The gateway that a command about epochs talks to.
struct EpochGateway: ParsableArguments {
    @Option(help: "The URL of a published gateway.")
    var gateway: String

    var calls: GatewayCalls { GatewayCalls(gateway: gateway) }
}
