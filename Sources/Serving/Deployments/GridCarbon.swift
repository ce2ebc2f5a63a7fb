import Demand
package import Randomness

/// The carbon dioxide of the electricity of a country, on average over a year.
package struct GridCarbon: Sendable {
  /// Its name in commands.
  package let name: String
  /// Grams per kilowatt-hour, over the life of the plants.
  package let intensity: Double
  package let year: String
  package let source: String

  /// All that are known.
  package static let all: [GridCarbon] = CatalogueData.rows(PackageResources.grid_carbon_csv, "grid-carbon.csv") {
    GridCarbon(
      name: $0.text("name"), intensity: $0.number("g_per_kwh"), year: $0.text("year"), source: $0.text("source"))
  }

  /// The grid of a name.
  /// - Throws: `InvalidValue` with the nearest name.
  package static func named(_ name: String, for subject: String) throws(InvalidValue) -> GridCarbon {
    try CatalogueData.find(name, among: all, subject: subject, kind: "grid") { [$0.name] }
  }
}
