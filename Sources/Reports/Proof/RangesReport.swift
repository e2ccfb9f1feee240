internal import Architectures
public import Encodings
public import Inference
public import Tensors

/// The largest values of a pass, each beside its bound.
public struct RangesReport: Sendable {
    public let ranges: ForwardRanges
    public let shape: TransformerShape

    public init(
        ranges: ForwardRanges, shape: TransformerShape
    ) {
        self.ranges = ranges
        self.shape = shape
    }

    public var json: JSONValue {
        let clamps = ForwardRanges.Clamp.allCases.map { clamp in
            JSONValue.object([
                JSONMember("clamp", .string(clamp.rawValue)),
                JSONMember("bound", .integer(Int(ranges[clamp].bound))),
                JSONMember("maximum", .integer(Int(ranges[clamp].magnitudeMax))),
                JSONMember("hits", .integer(ranges[clamp].hits)),
            ])
        }
        let products = ForwardRanges.Product.allCases.map { product in
            JSONValue.object([
                JSONMember("product", .string(product.rawValue)),
                JSONMember("bound", .integer(Int(product.bound(.gpt2(shape))))),
                JSONMember("maximum", .integer(Int(ranges[product]))),
            ])
        }
        return .object([
            JSONMember("clamps", .array(clamps)), JSONMember("products", .array(products)),
        ])
    }

    public var text: String {
        var table = TextTable()
        for clamp in ForwardRanges.Clamp.allCases {
            let count = ranges[clamp]
            table.add(
                "clamp \(clamp.rawValue)",
                "largest \(DecimalText.grouped(Int(count.magnitudeMax))) of "
                    + "\(DecimalText.grouped(Int(count.bound))), \(count.hits) hits")
        }
        for product in ForwardRanges.Product.allCases {
            table.add(
                "sums \(product.rawValue)",
                "largest \(DecimalText.grouped(Int(ranges[product]))) of "
                    + "\(DecimalText.grouped(Int(product.bound(.gpt2(shape)))))")
        }
        return table.text
    }
}
