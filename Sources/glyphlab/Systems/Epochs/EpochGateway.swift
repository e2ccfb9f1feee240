import ArgumentParser

/// The gateway that a command about epochs talks to.
struct EpochGateway: ParsableArguments {
    @Option(
        name: .customLong("gateway"),
        help: ArgumentHelp("The URL of a published gateway.", valueName: "url"))
    var url: ServerURL

    var gateway: String { url.text }
    var calls: GatewayCalls { GatewayCalls(gateway: gateway) }
}
