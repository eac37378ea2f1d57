using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TokenVaultAgent.Tools.Storage.Migrations
{
    /// <inheritdoc />
    public partial class CreateApprovals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Approvals",
                columns: table => new
                {
                    Id = table.Column<string>(nullable: false),
                    Owner = table.Column<string>(nullable: false),
                    Tool = table.Column<string>(nullable: false),
                    AccountId = table.Column<string>(nullable: false),
                    Digest = table.Column<string>(nullable: false),
                    Summary = table.Column<string>(nullable: false),
                    MfaAt = table.Column<long>(nullable: true),
                    TakenBy = table.Column<string>(nullable: true),
                    PhoneRequest = table.Column<string>(nullable: true),
                    PolledBy = table.Column<string>(nullable: true),
                    PolledUntil = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Approvals", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Approvals_Owner_Tool_AccountId",
                table: "Approvals",
                columns: new[] { "Owner", "Tool", "AccountId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Approvals");
        }
    }
}
