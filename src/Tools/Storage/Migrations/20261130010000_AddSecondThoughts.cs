using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TokenVaultAgent.Tools.Storage.Migrations
{
    /// <inheritdoc />
    public partial class AddSecondThoughts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "LiftedAt",
                table: "ConsentLinks",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TakenBackAt",
                table: "Approvals",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "LiftedAt",
                table: "ConsentLinks");

            migrationBuilder.DropColumn(
                name: "TakenBackAt",
                table: "Approvals");
        }
    }
}
