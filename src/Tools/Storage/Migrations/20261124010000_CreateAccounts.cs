using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TokenVaultAgent.Tools.Storage.Migrations
{
    /// <inheritdoc />
    public partial class CreateAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Accounts",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    Owner = table.Column<string>(nullable: false),
                    Connection = table.Column<string>(nullable: false),
                    VaultAccountId = table.Column<string>(nullable: true),
                    ProviderSubject = table.Column<string>(nullable: true),
                    Address = table.Column<string>(nullable: true),
                    LoginHint = table.Column<string>(nullable: true),
                    Scopes = table.Column<string>(nullable: false),
                    IsDefault = table.Column<bool>(nullable: false),
                    IsStale = table.Column<bool>(nullable: false),
                    ConnectedAt = table.Column<long>(nullable: false),
                    LastUsedAt = table.Column<long>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Accounts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ConsentLinks",
                columns: table => new
                {
                    Id = table.Column<string>(nullable: false),
                    Owner = table.Column<string>(nullable: false),
                    Kind = table.Column<string>(nullable: false),
                    Provider = table.Column<string>(nullable: true),
                    Connection = table.Column<string>(nullable: true),
                    Address = table.Column<string>(nullable: true),
                    Access = table.Column<string>(nullable: false),
                    OpenKey = table.Column<string>(nullable: true),
                    State = table.Column<string>(nullable: false),
                    CreatedAt = table.Column<long>(nullable: false),
                    ExpiresAt = table.Column<long>(nullable: false),
                    DecidedAt = table.Column<long>(nullable: true),
                    AccountId = table.Column<Guid>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConsentLinks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DataProtectionKeys",
                columns: table => new
                {
                    Id = table.Column<int>(nullable: false)
                        .Annotation("Sqlite:Autoincrement", true)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    FriendlyName = table.Column<string>(nullable: true),
                    Xml = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DataProtectionKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Generations",
                columns: table => new
                {
                    Key = table.Column<string>(nullable: false),
                    Number = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Generations", x => x.Key);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_Owner_Connection_ProviderSubject",
                table: "Accounts",
                columns: new[] { "Owner", "Connection", "ProviderSubject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ConsentLinks_OpenKey",
                table: "ConsentLinks",
                column: "OpenKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ConsentLinks_Owner",
                table: "ConsentLinks",
                column: "Owner");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Accounts");

            migrationBuilder.DropTable(
                name: "ConsentLinks");

            migrationBuilder.DropTable(
                name: "DataProtectionKeys");

            migrationBuilder.DropTable(
                name: "Generations");
        }
    }
}
