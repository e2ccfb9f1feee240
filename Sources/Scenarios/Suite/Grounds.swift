/// The systems that can be attacked.
enum Grounds {
    static let all = [ChainGrounds.description, ReceiptGrounds.description]
    static let names = all.map(\.name)

    static func named(_ name: String) -> GroundDescription? { all.first { $0.name == name } }
}
