variable "name" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "size" {
  type        = number
  description = "Storage in GiB."
}

resource "terraform_data" "instance" {
  input = {
    name    = var.name
    subnets = var.subnet_ids
    size    = var.size
  }
}

output "endpoint" {
  value = "${var.name}.${terraform_data.instance.id}.db.example:5432"
}

output "password" {
  value     = sha256(terraform_data.instance.id)
  sensitive = true
}
