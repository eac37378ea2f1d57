using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TokenVaultAgent.Tools.Storage.Migrations
{
    /// <inheritdoc />
    public partial class AddAskedBy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AskedBy",
                table: "Approvals",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "AskedBy",
                table: "Approvals");
        }
    }
}
